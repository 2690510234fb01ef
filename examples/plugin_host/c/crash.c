/* A plugin with a mistake: it writes where no memory is. */
#include <stdlib.h>

#include "filter.h"

static Outcome crash_apply(void *object, const Size *size, uint8_t *pixels, size_t length)
{
    (void)object;
    (void)size;
    (void)pixels;
    (void)length;
    *(volatile int *)16 = 1;
    return Outcome_Done;
}

static void crash_release(void *object)
{
    free(object);
}

IMAGE_FILTER_PLUGIN(crash, .release = crash_release, .apply = crash_apply);

static void *crash_create(const FfiPluginStart *start)
{
    ImageFilterHost *host = start->host;
    host->table->release(host);
    FfiObject *self = malloc(sizeof *self);
    if (self == NULL)
        return ffi_plugin_fail(start, "no memory");
    self->table = &crash_table;
    return self;
}

IMAGE_FILTER_LIBRARY(("crash", crash_create, NULL, NULL));

/* A plugin for an older version of the interface, whose images had fewer pixels. The host refuses it. */
#include <stdlib.h>

#include "filter.h"

/* The host refuses the file before it is loaded, so that this does not run. */
__attribute__((constructor)) static void runs(void)
{
    abort();
}

static Outcome soften_apply(void *object, const Size *size, uint8_t *pixels, size_t length)
{
    (void)object;
    (void)size;
    (void)pixels;
    (void)length;
    return Outcome_Done;
}

static void soften_release(void *object)
{
    free(object);
}

IMAGE_FILTER_PLUGIN(soften, .release = soften_release, .apply = soften_apply);

static void *soften_create(const FfiPluginStart *start)
{
    FfiObject *self = malloc(sizeof *self);
    if (self == NULL)
        return ffi_plugin_fail(start, "no memory");
    self->table = &soften_table;
    return self;
}

IMAGE_FILTER_LIBRARY(("soften", soften_create, NULL, NULL));

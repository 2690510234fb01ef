#include <stdlib.h>

#include "filter.h"

typedef struct Blur {
    FfiObject object;
    FilterHost *host;
} Blur;

static Status process(void *object, const Frame *frame, const Options *options)
{
    Blur *blur = (Blur *)object;
    if (frame->message->length > 0 && frame->message->bytes[0] == 0)
        return Status_Ok;
    if (options != NULL && options->size < sizeof(Options))
        return Status_Busy;
    blur->host->table->log(blur->host, frame->mode == Mode_Good, (const uint8_t *)"x", 1);
    return Status_Ok;
}

static size_t size(void *object, Order order, Small small, Large large, Far far)
{
    (void)object;
    return order == Order_After && small == Small_Last && large == Large_Last && far == Far_First;
}

static void fill(void *object, uint8_t *bytes, int n, Large *place)
{
    (void)object, (void)n;
    *bytes = 0;
    *place = 0;
}

static Pixel FFI_SYSTEM pixel(void *object, Pixel pixel, Either either)
{
    (void)object;
    pixel.red = either.bytes[0];
    return pixel;
}

static void release(void *object)
{
    free(object);
}

FILTER_PLUGIN(blur, .release = release, .process = process, .size_ = size, .fill = fill,
    .preview = NULL, .release_ = pixel);

static void *create(const FfiPluginStart *start)
{
    Blur *blur = (Blur *)calloc(1, sizeof(Blur));
    if (blur == NULL)
        return ffi_plugin_fail(start, "no memory");
    blur->object.table = &blur_table;
    blur->host = (FilterHost *)start->host;
    return blur;
}

static int32_t end(void)
{
    return 0;
}

FILTER_UNLOADABLE_LIBRARY(end, ("blur", create, NULL, NULL), ("sharpen", create, NULL, NULL));

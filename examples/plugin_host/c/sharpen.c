/* A plugin in C: each pixel is moved away from the average of its neighbours, STRENGTH times the difference. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"

#ifndef STRENGTH
#define STRENGTH 1
#endif

enum { CHANNELS = 4 };

/* An instance: the object first, and then what is its own. */
typedef struct Sharpen {
    FfiObject object;
    ImageFilterHost *host;
    uint64_t applied;
} Sharpen;

static uint8_t sharpened(const uint8_t *pixels, Size size, uint32_t x, uint32_t y, uint32_t channel)
{
    int sum = 0, count = 0;
    int own = pixels[((size_t)y * size.width + x) * CHANNELS + channel];
    for (uint32_t row = y == 0 ? 0 : y - 1; row <= y + 1 && row < size.height; row++)
        for (uint32_t column = x == 0 ? 0 : x - 1; column <= x + 1 && column < size.width; column++) {
            sum += pixels[((size_t)row * size.width + column) * CHANNELS + channel];
            count++;
        }
    int moved = own + STRENGTH * (own - sum / count);
    return (uint8_t)(moved < 0 ? 0 : moved > 255 ? 255 : moved);
}

static Outcome sharpen_apply(void *object, const Size *size, uint8_t *pixels, size_t length)
{
    Sharpen *self = object;
    if (size->width != 0 && size->height > SIZE_MAX / size->width / CHANNELS)
        return Outcome_WrongSize;
    if (length != (size_t)size->width * size->height * CHANNELS)
        return Outcome_WrongSize;
    uint8_t *source = malloc(length != 0 ? length : 1);
    if (source == NULL)
        return Outcome_Refused;
    memcpy(source, pixels, length);
    for (uint32_t y = 0; y < size->height; y++)
        for (uint32_t x = 0; x < size->width; x++)
            for (uint32_t channel = 0; channel < CHANNELS; channel++)
                pixels[((size_t)y * size->width + x) * CHANNELS + channel]
                    = sharpened(source, *size, x, y, channel);
    free(source);
    self->applied++;
    char text[64];
    int written = snprintf(text, sizeof text, "sharpen: %u x %u, strength %d", (unsigned)size->width,
        (unsigned)size->height, STRENGTH);
    self->host->table->log(self->host, (const uint8_t *)text, (size_t)written);
    return Outcome_Done;
}

static uint64_t sharpen_applied(void *object)
{
    return ((const Sharpen *)object)->applied;
}

static void sharpen_release(void *object)
{
    Sharpen *self = object;
    self->host->table->release(self->host);
    free(self);
}

IMAGE_FILTER_PLUGIN(sharpen, .release = sharpen_release, .apply = sharpen_apply, .applied = sharpen_applied);

static void *sharpen_create(const FfiPluginStart *start)
{
    Sharpen *self = malloc(sizeof *self);
    if (self == NULL) {
        ImageFilterHost *host = start->host;
        host->table->release(host);
        return ffi_plugin_fail(start, "no memory");
    }
    *self = (Sharpen){ { &sharpen_table }, start->host, 0 };
    return self;
}

/* The count goes on when the library is exchanged. */
static int64_t sharpen_save(void *object, FfiWriteState write, void *sink)
{
    const Sharpen *self = object;
    write(sink, (const uint8_t *)&self->applied, sizeof self->applied);
    return 1;
}

static int32_t sharpen_restore(void *object, uint32_t version, const uint8_t *bytes, size_t length)
{
    Sharpen *self = object;
    if (version != 1 || length != sizeof self->applied)
        return 1;
    memcpy(&self->applied, bytes, length);
    return 0;
}

/* Nothing runs by itself. */
static int32_t shutdown(void)
{
    return 0;
}

IMAGE_FILTER_UNLOADABLE_LIBRARY(shutdown, ("sharpen", sharpen_create, sharpen_save, sharpen_restore));

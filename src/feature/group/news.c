/* News of the groups one belongs to: the dot that says "there is something new", while a page is open. */
#include "group/group.h"

const struct live_source group_news = { .name = "news" };

enum status group_news_channels(struct request *request, struct live_channel *channels, size_t most, size_t *count)
{
    struct groups mine;
    TRY(group_mine(request, &mine));
    *count = 0;
    for (size_t i = 0; i < mine.count && *count < most; i++)
        if (!mine.items[i].quiet)
            channels[(*count)++] = (struct live_channel){ &group_news, mine.items[i].id };
    return OK;
}

enum status group_news_stream(struct request *request)
{
    struct live_channel also[STREAM_ALSO];
    size_t count;
    TRY(group_news_channels(request, also, STREAM_ALSO, &count));
    return stream_open(request, &(struct stream_wish){ .also = also, .also_count = count });
}

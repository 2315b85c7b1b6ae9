-- Answers whose topic's followers are still to be told, by the job "topic.tell": from post_id on. told_to: the last follower who was
-- told; 0: it hasn't begun, and answers that come now are told with it.
CREATE TABLE topic_news (
    id BIGINT PRIMARY KEY,
    topic_id BIGINT NOT NULL REFERENCES topic (id),
    post_id BIGINT NOT NULL,
    told_to BIGINT NOT NULL
);

CREATE UNIQUE INDEX topic_news_waiting ON topic_news (topic_id) WHERE told_to = 0;
CREATE INDEX topic_news_of_topic ON topic_news (topic_id);

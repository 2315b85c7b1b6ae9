-- Of a story for some of its writer's circles: which. A circle that is gone has nobody in it, so its row here lets nobody in.
CREATE TABLE story_circle (
    story_id BIGINT NOT NULL REFERENCES story (id),
    circle_id BIGINT NOT NULL,
    PRIMARY KEY (story_id, circle_id)
);

-- Visitors choose among regions of public events alone: what only members come to isn't told by its town. Until when one lies ahead that
-- everybody may see; 0: there was none.
ALTER TABLE event_region ADD COLUMN public_at BIGINT NOT NULL DEFAULT 0;
UPDATE event_region SET public_at = COALESCE((SELECT MAX(e.starts_at) FROM event e WHERE e.audience = 'public' AND e.region = event_region.name), 0);

CREATE INDEX event_region_public ON event_region (public_at);

-- Whom a group takes in: bits as in community.ages; 0: nobody for now.
ALTER TABLE peer_group ADD COLUMN ages BIGINT NOT NULL DEFAULT 7;

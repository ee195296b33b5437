-- Ids that are the same but for 16 bits stand together: marking neighbours, whatever their days, rewrites few pages.
DROP INDEX article_unread;
CREATE INDEX article_unread ON article (id >> 16, sort_at) WHERE read = 0 AND deleted = 0;

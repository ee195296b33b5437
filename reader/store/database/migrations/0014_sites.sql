-- Few articles have a site of their own beside their feed's: those that were saved, and those that feeds of
-- many sites bring.
CREATE INDEX article_site ON article (site) WHERE site IS NOT NULL;

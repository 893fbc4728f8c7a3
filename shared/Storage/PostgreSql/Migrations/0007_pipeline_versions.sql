-- What a version is for, and what lists of pipelines are narrowed by.

ALTER TABLE pipeline_versions ADD COLUMN message text;

ALTER TABLE pipelines ADD COLUMN enabled boolean NOT NULL DEFAULT true;
ALTER TABLE pipelines ADD COLUMN tags text[] NOT NULL DEFAULT '{}';

UPDATE pipelines d SET enabled = v.enabled FROM pipeline_versions v WHERE v.pipeline_id = d.id AND v.version = d.version;
-- No operator looks into a document that has a U+0000 in it, so they are left out before.
UPDATE pipelines d SET tags = ARRAY(SELECT json_array_elements_text(v.document -> 'tags'))
FROM (SELECT pipeline_id, version, regexp_replace(document::text, '(?<!\\)((?:\\\\)*)\\u0000', '\1', 'g')::json AS document FROM pipeline_versions) v
WHERE v.pipeline_id = d.id AND v.version = d.version AND json_typeof(v.document -> 'tags') = 'array';

CREATE INDEX pipelines_by_tag ON pipelines USING gin (tags);
CREATE INDEX pipelines_enabled ON pipelines (enabled, name, id);

-- The other pipelines that a pipeline's newest version names, by name or id.
CREATE TABLE pipeline_references (
    pipeline_id text NOT NULL REFERENCES pipelines ON DELETE CASCADE,
    other text NOT NULL,
    PRIMARY KEY (other, pipeline_id)
);

CREATE INDEX pipeline_references_of_pipeline ON pipeline_references (pipeline_id);

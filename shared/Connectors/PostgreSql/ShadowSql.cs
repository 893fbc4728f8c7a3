namespace DataAggregator.Connectors.PostgreSql;

/// <summary>What the catalogue knows of a target ($1) and its shadow ($2), both quoted with their schema. Every column is text.</summary>
internal static class ShadowSql
{
    /// <summary>Why the shadow cannot simply take the target's place; no row when it can.</summary>
    public const string Obstacles =
        """
        WITH t AS (SELECT * FROM pg_class WHERE oid = $1::regclass AND $2 <> '')
        SELECT 'kind' FROM t WHERE relkind <> 'r' OR relpersistence <> 'p' OR relispartition OR relrowsecurity OR relforcerowsecurity
            OR reloptions IS NOT NULL OR reltablespace <> 0 OR relreplident <> 'd'
        UNION ALL SELECT 'owner' FROM t WHERE relowner <> (SELECT oid FROM pg_roles WHERE rolname = current_user)
        UNION ALL SELECT 'inheritance' FROM pg_inherits, t WHERE inhrelid = t.oid OR inhparent = t.oid
        UNION ALL SELECT 'trigger' FROM pg_trigger, t WHERE tgrelid = t.oid AND NOT tgisinternal
        UNION ALL SELECT 'foreign key' FROM pg_constraint, t WHERE contype = 'f' AND (conrelid = t.oid OR confrelid = t.oid)
        UNION ALL SELECT 'policy' FROM pg_policy, t WHERE polrelid = t.oid
        UNION ALL SELECT 'publication' FROM pg_publication_rel, t WHERE prrelid = t.oid
        UNION ALL SELECT 'rule' FROM pg_rewrite, t WHERE ev_class = t.oid
        UNION ALL SELECT 'statistics' FROM pg_statistic_ext, t WHERE stxrelid = t.oid
        UNION ALL SELECT 'column grant' FROM pg_attribute, t WHERE attrelid = t.oid AND (attacl IS NOT NULL OR attoptions IS NOT NULL)
        UNION ALL SELECT 'dependent' FROM pg_depend d, t WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid
            AND d.deptype = 'n' AND d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass)
        UNION ALL SELECT 'owned sequence' FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S', t
            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid AND d.deptype = 'a'
        UNION ALL SELECT 'row type' FROM pg_depend d, t WHERE d.refclassid = 'pg_type'::regclass AND d.deptype = 'n'
            AND d.refobjid IN (t.reltype, (SELECT typarray FROM pg_type WHERE oid = t.reltype))
        UNION ALL SELECT 'extension' FROM pg_depend d, t WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e'
        """;

    /// <summary>Foreign keys of other tables that refer to the target: it cannot be truncated.</summary>
    public const string References =
        "SELECT conname::text FROM pg_constraint WHERE contype = 'f' AND confrelid = $1::regclass AND conrelid <> confrelid AND $2 <> ''";

    /// <summary>The statements that give the shadow the target's grants, and none else.</summary>
    public const string Grants =
        """
        SELECT statement FROM (
            SELECT DISTINCT 1 AS step, format('REVOKE ALL ON TABLE %s FROM %s', $2, coalesce((SELECT quote_ident(rolname) FROM pg_roles r WHERE r.oid = a.grantee), 'PUBLIC')) AS statement
            FROM pg_class s, aclexplode(s.relacl) a WHERE s.oid = $2::regclass
            UNION ALL
            SELECT 2, format('GRANT %s ON TABLE %s TO %s%s', a.privilege_type, $2,
                coalesce((SELECT quote_ident(rolname) FROM pg_roles r WHERE r.oid = a.grantee), 'PUBLIC'), CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_class t, aclexplode(t.relacl) a WHERE t.oid = $1::regclass
            UNION ALL
            SELECT 3, format('GRANT ALL ON TABLE %s TO %s', $2, quote_ident(r.rolname))
            FROM pg_class t JOIN pg_roles r ON r.oid = t.relowner WHERE t.oid = $1::regclass AND t.relacl IS NULL
        ) statements ORDER BY step
        """;

    /// <summary>The statement that gives the shadow the target's comment.</summary>
    public const string Comment =
        "SELECT format('COMMENT ON TABLE %s IS %L', $2, d) FROM obj_description($1::regclass, 'pg_class') d WHERE d IS NOT NULL";

    /// <summary>The statements that give the shadow's indexes, once the target is gone, the names of the target's.</summary>
    public const string IndexRenames =
        """
        WITH i AS (
            SELECT x.indrelid, n.nspname, c.relname, k.key, row_number() OVER (PARTITION BY x.indrelid, k.key ORDER BY c.oid) AS turn
            FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
                 LATERAL (SELECT concat(x.indisunique, x.indisprimary, x.indisexclusion, substring(pg_get_indexdef(x.indexrelid) FROM ' USING .*$')) AS key) k
            WHERE x.indrelid IN ($1::regclass, $2::regclass))
        SELECT format('ALTER INDEX %I.%I RENAME TO %I', own.nspname, own.relname, old.relname)
        FROM i old JOIN i own ON own.key = old.key AND own.turn = old.turn
        WHERE old.indrelid = $1::regclass AND own.indrelid = $2::regclass
        """;

    /// <summary>The sequences of the identity columns that both have, quoted with their schema, and the name alone of the target's.</summary>
    public const string Identities =
        """
        SELECT pg_get_serial_sequence($1, a.attname), pg_get_serial_sequence($2, a.attname),
            (SELECT quote_ident(relname) FROM pg_class WHERE oid = pg_get_serial_sequence($1, a.attname)::regclass)
        FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = $2::regclass AND b.attname = a.attname AND b.attidentity <> ''
        WHERE a.attrelid = $1::regclass AND a.attidentity <> ''
        """;
}

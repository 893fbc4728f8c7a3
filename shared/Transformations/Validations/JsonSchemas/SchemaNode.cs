namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>A compiled schema: keywords that must all hold.</summary>
internal sealed class SchemaNode
{
    /// <summary>The keywords; filled after the node is made, for a schema may refer to itself.</summary>
    public List<SchemaKeyword> Keywords { get; } = [];

    /// <summary>Whether a value meets the schema.</summary>
    public bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (!run.TryEnter())
            return false;
        var holds = true;
        foreach (var keyword in Keywords)
        {
            if (keyword.Holds(json, run))
                continue;
            run.Fail(keyword);
            holds = false;
            break;
        }

        run.Leave();
        return holds;
    }
}

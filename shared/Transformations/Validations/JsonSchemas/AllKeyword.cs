namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary>A keyword that stands for several of one kind, all of which must hold.</summary>
internal sealed class AllKeyword(string text, SchemaKeyword[] keywords) : SchemaKeyword(text)
{
    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        foreach (var keyword in keywords)
        {
            if (!keyword.Holds(json, run))
                return false;
        }

        return true;
    }
}

using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Joins;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be one of a field of another source, which is held in memory.</summary>
internal sealed class Referential : Validation<Referential.ReferentialParameters>
{
    private static readonly Violation NotInReference = new("not_in_reference", "No record of the source that the rule names has this value.");
    private readonly KeyBuffer key = new();
    /// <summary>The field of the other source.</summary>
    public FieldPath Field { get; private set; } = FieldPath.Parse("");
    private string at = "";
    private string input = "";
    private JoinTable? table;

    public sealed record ReferentialParameters
    {
        [Description("The source to look in: the name of another source of the pipeline, else of a saved connector. Its values are held in memory.")]
        public required string Source { get; init; }

        [Description("The stream of a saved connector: a table, a path or an address.")]
        public string? Stream { get; init; }

        [Description("The field of the source that must have the value.")]
        public required string Field { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value occurs in a field of another source. Types matter: \"5\" is not 5.",
        """{"parameters":{"source":"customers","field":"id"},"sources":{"customers":[{"id":7},{"id":8}]},"passes":7,"fails":9}""",
        NotInReference);

    /// <summary>The name of the source.</summary>
    public string Source => Parameters.Source;

    /// <summary>What to read of it, where it is a saved connector.</summary>
    public string? Stream => Parameters.Stream;

    /// <summary>Takes what is known of the source.</summary>
    public void Connect(NamedInput source, Problems problems)
    {
        input = source.Name;
        if (!source.FitsInMemory)
            problems.Add($"{at}.source", $"'{source.Name}' is too large to be looked up in memory: raise DATAAGGREGATOR_MEMORY_BUDGET, or use a join of the type semi, which keeps the records that it has.");
        if (source.Schema is { } schema)
            Field.Find(schema, $"{at}.field", problems, source.Name);
    }

    /// <summary>Reads the values of the source, once for all chains.</summary>
    public async ValueTask LoadAsync(TransformationResources resources, CancellationToken cancellationToken) =>
        table = await resources.ShareAsync(
            at, () => JoinTable.LoadAsync(resources, input, [Field], [], onlyFirst: true, CancellationToken.None)).WaitAsync(cancellationToken).ConfigureAwait(false);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        key.Clear();
        KeyEncoder.Write(key, value);
        return table!.Find(key.Written, KeyHash.Of(key.Written)) < 0 ? NotInReference : null;
    }

    protected override void Prepare(ReferentialParameters parameters, string path, Problems problems)
    {
        at = path;
        input = parameters.Source;
        Field = FieldPath.Parse(parameters.Field);
    }
}

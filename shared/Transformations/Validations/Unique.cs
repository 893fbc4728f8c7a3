using System.ComponentModel;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value may occur once in a run: the first record that has it passes, later ones fail. <see cref="UniqueValidation"/> finds those.</summary>
internal sealed class Unique : Validation<Unique.UniqueParameters>
{
    private static readonly Violation NotUnique = new("not_unique", "A record before this one has the same value, or the same key.");
    private string at = "";

    public sealed record UniqueParameters
    {
        [Description("Fields that make a key together with the field: then only all of them together must be unique. A record in which one of them is null or missing passes.")]
        public IReadOnlyList<string> With { get; init; } = [];
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value occurs once in the run: the first record that has it, in the order of the source, passes, and later ones fail. Several fields are each looked at on their own.",
        """{"before":["A-1"],"passes":"A-2","fails":"A-1"}""",
        NotUnique);

    /// <summary>The fields that make a key together with the field at hand.</summary>
    public IReadOnlyList<FieldPath> With { get; private set; } = [];

    /// <summary>Which rows of the batch at hand repeat a value; null for none.</summary>
    public Bitmap? Repeated { get; set; }

    public override IReadOnlyList<FieldPath> Others => With;

    public override void Describe(Schema schema, Problems problems)
    {
        for (var i = 0; i < With.Count; i++)
            With[i].Find(schema, $"{at}[{i}]", problems);
    }

    public override Violation? Check(in Value value, Scratch scratch) => Repeated is not null && Repeated[Row] ? NotUnique : null;

    protected override void Prepare(UniqueParameters parameters, string path, Problems problems)
    {
        at = $"{path}.with";
        With = [.. parameters.With.Select(FieldPath.Parse)];
    }
}

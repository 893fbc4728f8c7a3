using DataAggregator.Core.Configuration;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations.Validations;

/// <summary>Checks that the values of fields occur in another source, which it reads before its first record.</summary>
internal sealed class ReferentialValidation : Transformation<FieldValidation.Options>, IInputStep, IPreparingStep
{
    private FieldChecks? checks;

    public override TransformationSpec Spec => FieldValidation.Entry;

    public string InputName => Rule.Source;

    public bool GivesItsFields => false;

    public string? InputStream => Rule.Stream;

    public string StreamOption => "parameters.stream";

    private Referential Rule => (Referential)checks!.Validation;

    public void Connect(NamedInput input, string path, Problems problems) => Rule.Connect(input, problems);

    public ValueTask PrepareAsync(TransformationResources resources, CancellationToken cancellationToken) => Rule.LoadAsync(resources, cancellationToken);

    protected override void Prepare(FieldValidation.Options options, string path, Problems problems) => checks = new FieldChecks(options, path, problems);

    protected override Schema Describe(FieldValidation.Options options, Schema input, string path, Problems problems) => checks!.Describe(input, problems);

    protected override void Trace(FieldValidation.Options options, LineageTrace trace)
    {
        checks!.Trace(trace);
        trace.Decides(InfluenceKind.Join, new LineageField(InputName, Rule.Field.Text));
    }

    protected override RecordBatch Apply(FieldValidation.Options options, RecordBatch input, StepScope scope) => checks!.Apply(input, scope);
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.CustomFunctions;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations;

/// <summary>Passes each record through a function of the user's own, in a sandbox: it gives a record, none, or several.</summary>
internal sealed class CustomFunction : Transformation<CustomFunction.Options>
{
    private const int MaxStopped = 100;
    private static readonly TransformationSpec Entry = MakeEntry();
    private string? code;
    private JavaScriptSandbox? sandbox;
    private int stopped;

    public sealed record Options : StepOptions
    {
        [Description("The language of the code.")]
        public FunctionLanguage Language { get; init; }

        [Description("The code, which defines function transform(record): it gives the record, null to leave it out, or a list of records. Numbers of more than 15 digits are texts; nothing is kept from one record to the next; the time is the run's, and there is no randomness.")]
        public required string Code { get; init; }

        [Description("How long one record may take, in milliseconds.")]
        [Range(1, 10_000)]
        public int TimeoutMs { get; init; } = 1_000;

        [Description("How much memory one record may take, in megabytes, counting what is given back meanwhile.")]
        [Range(4, 256)]
        public int MemoryMb { get; init; } = 16;

        [Description("Fields that the function adds, or whose type it changes.")]
        public IReadOnlyList<OutputField> OutputFields { get; init; } = [];
    }

    public override TransformationSpec Spec => Entry;

    protected override void Prepare(Options options, string path, Problems problems)
    {
        code = JavaScriptCode.Prepare(options.Code, $"{path}.code", problems);
        foreach (var twice in options.OutputFields.GroupBy(field => field.Name).Where(group => group.Count() > 1))
            problems.Add($"{path}.output_fields", $"declares '{twice.Key}' twice.");
    }

    protected override Schema Describe(Options options, Schema input, string path, Problems problems)
    {
        var schema = input;
        foreach (var output in options.OutputFields)
        {
            var index = schema.IndexOf(output.Name);
            var field = new Field(output.Name, output.Type);
            schema = index >= 0 ? schema.Replace(index, field) : schema.Insert(schema.Count, field);
        }

        return new Schema(schema.Select(field => field with { Nullable = true }));
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        RecordBatch? result = null;
        DeepStack.Run(() => result = ApplyFunction(options, input, scope));
        return result!;
    }

    private RecordBatch ApplyFunction(Options options, RecordBatch input, StepScope scope)
    {
        sandbox ??= new JavaScriptSandbox(code!, new FunctionLimits(TimeSpan.FromMilliseconds(options.TimeoutMs), (long)options.MemoryMb << 20), scope.Context.LogicalTime);
        using var writer = new FunctionInput();
        var output = new FunctionOutput(Describe(options, input.Schema, "", new Problems()), input, writer);
        foreach (var row in scope.Rows)
        {
            try
            {
                if (sandbox.Call(writer.Write(input, row)) is { } json)
                    output.Add(json, row);
            }
            catch (FunctionStoppedException exception)
            {
                Reject(row, exception, scope);
            }
        }

        scope.Expand(output.Parents);
        return output.Build(input);
    }

    // A function that hits its limits on record after record would hold a run up for hours.
    private void Reject(int row, FunctionStoppedException exception, StepScope scope)
    {
        if (exception.Code is JavaScriptSandbox.Limit or JavaScriptSandbox.PatternTimeout && ++stopped > MaxStopped)
            throw scope.Failure(row, "", exception.Code, $"The function was stopped on more than {MaxStopped} records. {exception.Message}");
        scope.Reject(row, null, "custom_function", exception.Code, exception.Message);
    }

    private static TransformationSpec MakeEntry() => MakeSpec(
        "custom_function",
        "Custom function",
        TransformationCategory.Control,
        "Passes each record through a JavaScript function in a sandbox with limits of time and memory.",
        new StepExample(
            """{"type":"custom_function","code":"function transform(record) {\n  if (record.quantity === 0) return null;\n  record.total = record.price * record.quantity;\n  return record;\n}","output_fields":[{"name":"total","type":"decimal"}]}""",
            Records: """[{"price":2.5,"quantity":4},{"price":1,"quantity":0}]""",
            Result: """[{"price":2.5,"quantity":4,"total":10}]"""));
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.CustomFunctions;
using DataAggregator.Transformations.Engine;

namespace DataAggregator.Transformations;

/// <summary>Passes each record through a function of the user's own, JavaScript in a sandbox or an administrator's C#: it gives a record, none, or several.</summary>
internal sealed class CustomFunction : Transformation<CustomFunction.Options>
{
    private const int MaxStopped = 100;
    private static readonly TransformationSpec Entry = MakeEntry();
    private Func<FunctionLimits, DateTimeOffset, IFunction>? open;
    private IFunction? function;
    private int stopped;

    public sealed record Options : StepOptions
    {
        [Description("The language of the code: JavaScript, which runs in a sandbox, or C#, which cannot be sandboxed: it has to be allowed by DATAAGGREGATOR_ALLOW_CSHARP_FUNCTIONS=true, and only administrators may save it.")]
        public FunctionLanguage Language { get; init; }

        [Description("The code, which gives for a record the record, null to leave it out, or a list of records. JavaScript defines function transform(record), and numbers of more than 15 digits are texts. C# defines object? Transform(JsonObject record), and numbers keep all digits. Nothing is kept from one record to the next; the time is the run's (in C#: Now), and there is no randomness.")]
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
        open = options.Language == FunctionLanguage.Csharp ? CSharp(options.Code, $"{path}.code", problems) : JavaScript(options.Code, $"{path}.code", problems);
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

    protected override void Trace(Options options, LineageTrace trace)
    {
        foreach (var field in Describe(options, trace.Input, "", new Problems()))
            trace.Opaque(field.Name);
        trace.AllDecide(InfluenceKind.Filter);
    }

    protected override RecordBatch Apply(Options options, RecordBatch input, StepScope scope)
    {
        RecordBatch? result = null;
        var limits = new FunctionLimits(TimeSpan.FromMilliseconds(options.TimeoutMs), (long)options.MemoryMb << 20);
        DeepStack.Run(
            () => result = ApplyFunction(function ??= open!(limits, scope.Context.LogicalTime), options, input, scope),
            options.Language == FunctionLanguage.Csharp ? CSharpFunction.StackSize : JavaScriptSandbox.StackSize,
            () => function?.GiveUp() == true ? Abandoned(scope) : null);
        return result!;
    }

    private static Func<FunctionLimits, DateTimeOffset, IFunction>? JavaScript(string code, string path, Problems problems) =>
        JavaScriptCode.Prepare(code, path, problems) is { } prepared ? (limits, now) => new JavaScriptSandbox(prepared, limits, now) : null;

    private static Func<FunctionLimits, DateTimeOffset, IFunction>? CSharp(string code, string path, Problems problems) =>
        CSharpCode.Prepare(code, path, problems) is { } compiled ? (limits, now) => new CSharpFunction(compiled, limits, now) : null;

    private RecordBatch ApplyFunction(IFunction transform, Options options, RecordBatch input, StepScope scope)
    {
        using var writer = new FunctionInput(transform.MaxDigits);
        var output = new FunctionOutput(Describe(options, input.Schema, "", new Problems()), input, writer);
        foreach (var row in scope.Rows)
        {
            try
            {
                if (transform.Call(writer.Write(input, row)) is { } json)
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
        if (exception.Code is FunctionStoppedException.Limit or FunctionStoppedException.PatternTimeout && ++stopped > MaxStopped)
            throw scope.Failure(row, "", exception.Code, $"The function was stopped on more than {MaxStopped} records. {exception.Message}");
        scope.Reject(row, null, "custom_function", exception.Code, exception.Message);
    }

    private static ConnectorException Abandoned(StepScope scope) => new(
        ErrorClass.Data, FunctionStoppedException.Limit, $"{scope.Step}: the function did not come back from something that it called, long after its time was over. The run is given up; the thread of the function goes on.");

    private static TransformationSpec MakeEntry() => MakeSpec(
        "custom_function",
        "Custom function",
        TransformationCategory.Control,
        "Passes each record through a function with limits of time and memory: JavaScript in a sandbox, or C# where administrators allow it.",
        new StepExample(
            """{"type":"custom_function","code":"function transform(record) {\n  if (record.quantity === 0) return null;\n  record.total = record.price * record.quantity;\n  return record;\n}","output_fields":[{"name":"total","type":"decimal"}]}""",
            Records: """[{"price":2.5,"quantity":4},{"price":1,"quantity":0}]""",
            Result: """[{"price":2.5,"quantity":4,"total":10}]"""));
}

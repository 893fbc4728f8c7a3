using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Validations.JsonSchemas;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must meet a JSON Schema.</summary>
internal sealed class JsonSchemaRule : Validation<JsonSchemaRule.SchemaParameters>
{
    private static readonly Violation NotMet = new("schema_violation", "The value does not meet the schema.");
    private static readonly Violation TooDeep = new("schema_too_deep", "The value is nested too deep for the schema, or the schema refers to itself without end; 128 levels are looked at.");
    private readonly ArrayBufferWriter<byte> json = new();
    private SchemaNode? schema;
    private SchemaRun? run;

    public sealed record SchemaParameters
    {
        [Description("The JSON Schema, draft 2020-12; format is asserted. References lead into the schema itself ($defs); unevaluated*, anchors and $dynamicRef are refused.")]
        public required JsonElement Schema { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value meets a JSON Schema (draft 2020-12). Text, numbers and so on of other fields are looked at as the JSON that they are written as.",
        """{"parameters":{"schema":{"type":"object","required":["sku"],"properties":{"quantity":{"type":"integer","minimum":1}}}},"passes":{"sku":"A-1","quantity":2},"fails":{"sku":"A-1","quantity":0}}""",
        NotMet,
        TooDeep,
        Violation.TimedOut);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        if (value.Kind is ValueKind.Absent or ValueKind.Null)
            return null;
        run ??= new SchemaRun { Scratch = scratch };
        try
        {
            return Check(Json(value), explain: false) is null ? null : Check(Json(value), explain: true);
        }
        catch (RegexMatchTimeoutException)
        {
            return Violation.TimedOut;
        }
    }

    protected override void Prepare(SchemaParameters parameters, string path, Problems problems) =>
        schema = new SchemaCompiler(parameters.Schema, $"{path}.schema", problems).Compile();

    private Violation? Check(ReadOnlySpan<byte> value, bool explain)
    {
        run!.Begin(explain);
        var holds = schema!.Holds(value, run);
        if (run.IsTooDeep)
            return TooDeep;
        if (holds)
            return null;
        return explain ? NotMet with { Message = $"The value does not meet the schema at ${run.Path}: {run.Reason}." } : NotMet;
    }

    private ReadOnlySpan<byte> Json(in Value value)
    {
        if (value.Kind is ValueKind.Structure or ValueKind.HugeNumber)
            return value.Bytes;
        json.ResetWrittenCount();
        ValueJson.Write(json, value);
        return json.WrittenSpan;
    }
}

using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Transformations;
using DataAggregator.Tests.Fast.Storage;
using DataAggregator.Transformations.Operations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Pipelines;

public sealed class StepSecretsTests
{
    private const string Document = """
        {"name":"p","transformations":[
          {"type":"field_operation","field_name":"a","operation":"hmac","parameters":{"secret_key":"k1"}},
          {"type":"conditional","then":[{"type":"field_mapping","mappings":[{"source":"b","operation":"hash","parameters":{"salt":"s1"}}]}]},
          {"type":"field_operation","field_name":"c","operation":"tokenize","parameters":{"secret_key":"${key}"}},
          {"type":"field_operation","field_name":"d","operation":"lookup","parameters":{"table":{"secret_key":"shown"}}}]}
        """;

    private static readonly PipelineSecrets Secrets = new(new ConnectorCatalogue([]), new FakeProtector());

    [Fact]
    public async Task Keys_in_steps_are_kept_encrypted_shown_masked_and_run_in_the_clear()
    {
        var kept = await Secrets.ProtectAsync(Json(Document), null, CancellationToken.None);
        kept.ToString().ShouldContain("enc:");

        var shown = await Secrets.MaskAsync(kept, CancellationToken.None);
        shown.GetRawText().ShouldBe(Written(Document.Replace("k1", "********", StringComparison.Ordinal).Replace("s1", "********", StringComparison.Ordinal)));

        (await Secrets.UnprotectAsync(kept, CancellationToken.None)).GetRawText().ShouldBe(Written(Document));
        // What was shown may be sent back.
        (await Secrets.ProtectAsync(shown, kept, CancellationToken.None)).GetRawText().ShouldBe(kept.GetRawText());
    }

    [Fact]
    public void Saved_transformations_take_placeholders_alone()
    {
        var problems = new Problems();

        StepSecrets.Refuse(Json(Document).GetProperty("transformations"), "$.transformations", problems);

        problems.Select(problem => problem.Path).ShouldBe(["$.transformations[0].parameters.secret_key", "$.transformations[1].then[0].mappings[0].parameters.salt"]);
    }

    [Fact]
    public void Every_secret_parameter_of_an_operation_is_known() =>
        OperationCatalogue.Names
            .SelectMany(name => OperationCatalogue.SpecOf(name).Parameters["properties"]!.AsObject())
            .Where(parameter => parameter.Value!["writeOnly"] is not null)
            .Select(parameter => parameter.Key).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(StepSecrets.Names);

    private static string Written(string text) => JsonSerializer.Serialize(Json(text));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines.Triggers;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Core.Triggers;
using DataAggregator.Formats.Json;

namespace DataAggregator.Functions.Triggers;

/// <summary>Judges events by the very filter that runs have: an event's data is one record.</summary>
public sealed class EventConditions(ITransformationCompiler compiler, ISpillStore spill, TimeProvider time) : IEventConditions
{
    private const long Memory = 1 << 20;

    /// <inheritdoc/>
    public async Task<bool> HoldsAsync(JsonElement condition, JsonElement data, CancellationToken cancellationToken)
    {
        var problems = new Problems();
        var program = compiler.Compile(EventCondition.Step(condition), null, "$.condition", problems);
        problems.ThrowIfAny();
        var record = RecordsJson.Read(JsonSerializer.SerializeToElement(new JsonArray(JsonNode.Parse(data.GetRawText()))));
        await using var resources = new TransformationResources(new TransformContext("event", "event", time.GetUtcNow()), new NoInputs(), spill, new(Memory), workers: 1);
        using var kept = (await program!.OpenChain(resources).ApplyAsync(record, cancellationToken).SingleAsync(cancellationToken)).Batch;
        return kept.Count > 0;
    }
}

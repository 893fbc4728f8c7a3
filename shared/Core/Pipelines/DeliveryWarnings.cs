using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Pipelines;

/// <summary>Warns of what a valid pipeline does not promise: records that can be missed, come twice, or be told to nobody who could check it.</summary>
internal static class DeliveryWarnings
{
    /// <summary>Warns of what a destination promises.</summary>
    public static void Check(PipelineDefinition definition, Endpoint destination, DestinationTraits traits, Problems problems)
    {
        if (traits.Guarantee == DeliveryGuarantee.AtLeastOnce)
            problems.Warn(destination.Path, "delivers at least once: it cannot tell a segment that comes again after a crash, whose records may then stand there twice: take a write_mode with a key where it has one, or remove doubles behind it.");
        if (traits.RepeatsRecords && definition.Sources[0] is { Incremental.Lookback: not null, IncrementalPath: { } path })
            problems.Warn($"{path}.lookback", "has every run read records again that the destination then adds a second time: use write_mode upsert or append_dedup.");
    }

    /// <summary>Warns where many records can have one value of the cursor field.</summary>
    public static void Check(Endpoint source, Problems problems)
    {
        if (source.Incremental is not { CursorField: { Length: > 0 } field, Lookback: null } || source.DeclaredSchema?.Find(field)?.Type is DataType.Int64 or DataType.Decimal)
            return;
        problems.Warn(
            $"{source.IncrementalPath}.cursor_field",
            $"when more than {CursorMark.MaxKeys} records have the newest value of '{field}', records of that value which come later are missed, and the run ends as a warning: take a field with finer values, or a 'lookback' with upsert or append_dedup.");
    }

    /// <summary>Warns of webhooks whose receiver cannot tell who sent them.</summary>
    public static void Check(NotificationTargets? targets, string path, Problems problems)
    {
        if (targets is { Webhook: not null, WebhookSecret: null })
            problems.Warn($"{path}.webhook_secret", "is missing: what is posted is not signed, and the receiver cannot tell it from what others post. Agree on a secret with the receiver.");
    }
}

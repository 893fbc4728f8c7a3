using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>The base of a connector's writing half. It binds and validates the config, then calls the typed methods.</summary>
/// <typeparam name="TOptions">The settings: a sealed record whose properties carry a description.</typeparam>
public abstract class Destination<TOptions> : IDestination
    where TOptions : class
{
    void IDestination.Validate(JsonElement config, string path, Problems problems)
    {
        if (ConfigBinder.Bind<TOptions>(config, path, problems) is { } options)
            Validate(options, path, problems);
    }

    DestinationTraits IDestination.Traits(JsonElement config) => Traits(Bind(config));

    Task<DeliveryGuarantee> IDestination.GuaranteeAsync(JsonElement config, CancellationToken cancellationToken) => GuaranteeAsync(Bind(config), cancellationToken);

    Task<bool?> IDestination.HoldsRecordsAsync(JsonElement config, CancellationToken cancellationToken) => HoldsRecordsAsync(Bind(config), cancellationToken);

    IAsyncEnumerable<Check> IDestination.CheckAsync(JsonElement config, CancellationToken cancellationToken) => CheckAsync(Bind(config), cancellationToken);

    Task<WritePlan> IDestination.DescribeWriteAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken)
    {
        var options = Bind(config);
        return DescribeWriteAsync(options, Extend(options, target), cancellationToken);
    }

    Task IDestination.PrepareAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken)
    {
        var options = Bind(config);
        return PrepareAsync(options, Extend(options, target), cancellationToken);
    }

    Task<SegmentResult> IDestination.WriteAsync(JsonElement config, SegmentWrite segment, CancellationToken cancellationToken)
    {
        var options = Bind(config);
        return WriteAsync(options, WritesLineage(options) ? LineageColumns.AddTo(segment) : segment, cancellationToken);
    }

    Task<IReadOnlySet<SegmentId>?> IDestination.FindDeliveredAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken) => FindDeliveredAsync(Bind(config), target, cancellationToken);

    Task IDestination.CompleteAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken)
    {
        var options = Bind(config);
        return CompleteAsync(options, Extend(options, target), cancellationToken);
    }

    Task IDestination.ForgetAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken) => ForgetAsync(Bind(config), target, cancellationToken);

    Task IDestination.AbandonAsync(JsonElement config, WriteTarget target, CancellationToken cancellationToken) => AbandonAsync(Bind(config), target, cancellationToken);

    /// <summary>Adds what is wrong beyond types, ranges and unknown keys: settings that exclude each other, or need each other.</summary>
    protected virtual void Validate(TOptions options, string path, Problems problems)
    {
    }

    /// <summary>Whether each record is to carry the <see cref="LineageColumns"/>; targets and batches then come with them.</summary>
    protected virtual bool WritesLineage(TOptions options) => false;

    /// <inheritdoc cref="IDestination.Traits"/>
    protected abstract DestinationTraits Traits(TOptions options);

    /// <inheritdoc cref="IDestination.GuaranteeAsync"/>
    protected virtual Task<DeliveryGuarantee> GuaranteeAsync(TOptions options, CancellationToken cancellationToken) => Task.FromResult(Traits(options).Guarantee);

    /// <inheritdoc cref="IDestination.HoldsRecordsAsync"/>
    protected virtual Task<bool?> HoldsRecordsAsync(TOptions options, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    /// <inheritdoc cref="IDestination.CheckAsync"/>
    protected abstract IAsyncEnumerable<Check> CheckAsync(TOptions options, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDestination.DescribeWriteAsync"/>
    protected abstract Task<WritePlan> DescribeWriteAsync(TOptions options, WriteTarget target, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDestination.PrepareAsync"/>
    protected abstract Task PrepareAsync(TOptions options, WriteTarget target, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDestination.WriteAsync"/>
    protected abstract Task<SegmentResult> WriteAsync(TOptions options, SegmentWrite segment, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDestination.FindDeliveredAsync"/>
    protected virtual Task<IReadOnlySet<SegmentId>?> FindDeliveredAsync(TOptions options, WriteTarget target, CancellationToken cancellationToken) => Task.FromResult<IReadOnlySet<SegmentId>?>(null);

    /// <inheritdoc cref="IDestination.CompleteAsync"/>
    protected abstract Task CompleteAsync(TOptions options, WriteTarget target, CancellationToken cancellationToken);

    /// <inheritdoc cref="IDestination.ForgetAsync"/>
    protected virtual Task ForgetAsync(TOptions options, WriteTarget target, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IDestination.AbandonAsync"/>
    protected abstract Task AbandonAsync(TOptions options, WriteTarget target, CancellationToken cancellationToken);

    private WriteTarget Extend(TOptions options, WriteTarget target) => WritesLineage(options) ? LineageColumns.AddTo(target) : target;

    private TOptions Bind(JsonElement config)
    {
        var problems = new Problems();
        var options = ConfigBinder.Bind<TOptions>(config, "$.config", problems);
        if (options is not null)
            Validate(options, "$.config", problems);
        problems.ThrowIfAny();
        return options!;
    }
}

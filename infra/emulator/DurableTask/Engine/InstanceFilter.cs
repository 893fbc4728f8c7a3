using System.Globalization;
using Microsoft.DurableTask.Client;

namespace DataAggregator.Emulator.Durable;

/// <summary>Which instances to list or purge. Times are ticks of UTC, both ends included.</summary>
internal sealed record InstanceFilter
{
    public long CreatedFrom { get; init; }

    public long CreatedTo { get; init; } = long.MaxValue;

    public long UpdatedFrom { get; init; }

    public long UpdatedTo { get; init; } = long.MaxValue;

    public string? Prefix { get; init; }

    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses { get; init; }

    public string? StatusesAsJson => Statuses is null
        ? null
        : $"[{string.Join(',', Statuses.Select(status => ((int)status).ToString(CultureInfo.InvariantCulture)))}]";
}

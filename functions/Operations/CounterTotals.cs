using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using DataAggregator.Core.Monitoring;
using Microsoft.Extensions.Hosting;

namespace DataAggregator.Functions.Operations;

/// <summary>Sums the product's counters from the start of the host on, for those who come and read them.</summary>
public sealed class CounterTotals : IHostedService, IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, Instrument> counters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Counter, string Labels), long> totals = new();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name != Telemetry.Name || instrument is not Counter<long>)
                return;
            counters[instrument.Name] = instrument;
            listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, measured, tags, _) =>
            totals.AddOrUpdate((instrument.Name, Labels(tags)), static (_, first) => first, static (_, total, more) => total + more, measured));
        listener.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    /// <summary>Adds the counters in the text format of Prometheus.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var (name, instrument) in counters.OrderBy(counter => counter.Key, StringComparer.Ordinal))
        {
            var series = $"{name.Replace('.', '_')}_total";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {series} {instrument.Description}\n# TYPE {series} counter\n");
            foreach (var ((_, labels), total) in totals.Where(total => total.Key.Counter == name).OrderBy(total => total.Key.Labels, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"{series}{labels} {total}\n");
        }
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";
        var labels = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            var escaped = value?.ToString()?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            labels.Append(labels.Length > 1 ? "," : "").Append(name.Replace('.', '_')).Append("=\"").Append(escaped).Append('"');
        }

        return labels.Append('}').ToString();
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DataAggregator.Core.Monitoring;

/// <summary>The product's traces and metrics, as OpenTelemetry exporters subscribe to them by <see cref="Name"/>.</summary>
public static class Telemetry
{
    /// <summary>The name of the source of traces and of the meter.</summary>
    public const string Name = "DataAggregator";

    /// <summary>Makes the spans of runs, segments and requests.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Records read from sources.</summary>
    public static readonly Counter<long> RecordsRead = Meter.CreateCounter<long>("dataaggregator.records.read", "{record}", "Records read from sources.");

    /// <summary>Records delivered to destinations.</summary>
    public static readonly Counter<long> RecordsWritten = Meter.CreateCounter<long>("dataaggregator.records.written", "{record}", "Records delivered to destinations.");

    /// <summary>Records rejected.</summary>
    public static readonly Counter<long> RecordsRejected = Meter.CreateCounter<long>("dataaggregator.records.rejected", "{record}", "Records rejected.");

    /// <summary>Runs that ended, by status.</summary>
    public static readonly Counter<long> RunsEnded = Meter.CreateCounter<long>("dataaggregator.runs.ended", "{run}", "Runs that ended, by status.");
}

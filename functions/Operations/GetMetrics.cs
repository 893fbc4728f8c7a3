using System.Diagnostics;
using System.Globalization;
using System.Text;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Operations.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace DataAggregator.Functions.Operations;

/// <summary>GET /api/metrics: what this process has counted, for Prometheus.</summary>
public sealed class GetMetrics(CounterTotals counters)
{
    private const string Format = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The counters and the process's own numbers in the text format of Prometheus.</summary>
    [Function("GetMetrics")]
    [Anonymous]
    [Answers(200, ContentType = "text/plain")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "metrics")] HttpRequest request)
    {
        var text = new StringBuilder();
        counters.Write(text);
        using var process = Process.GetCurrentProcess();
        Add(text, "process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds);
        Add(text, "process_start_time_seconds", "gauge", "When the process started, since 1970.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        Add(text, "process_resident_memory_bytes", "gauge", "Memory that the process occupies.", process.WorkingSet64);
        Add(text, "process_threads", "gauge", "Threads of the process.", process.Threads.Count);
        Add(text, "dotnet_gc_heap_bytes", "gauge", "Memory of managed objects.", GC.GetTotalMemory(forceFullCollection: false));
        return Results.Content(text.ToString(), Format);
    }

    private static void Add(StringBuilder text, string name, string type, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}

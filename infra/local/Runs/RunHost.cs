using DataAggregator.Connectors.Catalogue;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Pipelines;
using DataAggregator.Emulator;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Storage;
using DataAggregator.Transformations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace DataAggregator.Local.Runs;

/// <summary>The functions host that <c>run FILE</c> needs: orchestrations without HTTP, with the run ledger in a SQLite file.</summary>
internal static class RunHost
{
    /// <summary>Builds the host; nothing is at work before it is started.</summary>
    public static IHost Build(RunFolder folder, string dataDirectory, IRunDefinitions definitions)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.UseEmulator(options =>
        {
            options.Assemblies.Add(typeof(PipelineRunOrchestrator).Assembly);
            options.DataDirectory = folder.Engine;
        });
        // Standard output belongs to the result.
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services
            .AddSingleton(definitions)
            .AddSqliteStorage(folder.History)
            .AddDiskSegments(folder.Segments)
            .AddTransformations()
            .AddSingleton<IFileRoots>(new RunFileRoots(dataDirectory))
            .AddConnectors(new EgressOptions { AllowPrivateNetwork = true })
            .AddRuns(new RunLimits { SegmentBytes = builder.Configuration.GetValue("DATAAGGREGATOR_SEGMENT_BYTES", new RunLimits().SegmentBytes) });
        return builder.Build();
    }
}

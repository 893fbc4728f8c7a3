using DataAggregator.Connectors.Catalogue;
using DataAggregator.Connectors.Egress;
using DataAggregator.Connectors.Files;
using DataAggregator.Core.Lineage;
using DataAggregator.Core.Pipelines;
using DataAggregator.Emulator;
using DataAggregator.Functions.Application;
using DataAggregator.Orchestrations.Lineage;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Storage;
using DataAggregator.Transformations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
        builder.AddLogging(quiet: true);
        builder.Services
            .AddSingleton(definitions)
            .AddSqliteStorage(folder.History)
            .AddKeyFileSecrets(Path.ChangeExtension(folder.History, ".key"))
            .AddDiskSegments(folder.Segments)
            .AddDiskSpill(Path.Combine(folder.Segments, "spill"))
            .AddTransformations(SettingsReader.Read<CodeSettings>(builder.Configuration).AllowCsharpFunctions)
            .AddSingleton<IFileRoots>(new RunFileRoots(dataDirectory))
            .AddConnectors(new EgressOptions { AllowPrivateNetwork = true })
            .AddRuns(SettingsReader.Read<RunLimits>(builder.Configuration));
        var lineage = SettingsReader.Read<LineageSettings>(builder.Configuration);
        if (lineage.Collector() is not null)
            builder.Services.AddLineageCollector(lineage).AddSingleton<LineageReader>().AddSingleton<OpenLineageReader>().AddSingleton<LineagePosts>();
        return builder.Build();
    }
}

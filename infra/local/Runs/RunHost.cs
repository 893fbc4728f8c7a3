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
    /// <summary>Begins a host: all of it that does not depend on the pipeline, so that it can be made while the file is read.</summary>
    public static FunctionsApplicationBuilder Begin()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.AddLogging(quiet: true);
        builder.Services
            .AddConnectors(new EgressOptions { AllowPrivateNetwork = true })
            .AddTransformations(SettingsReader.Read<CodeSettings>(builder.Configuration).AllowCsharpFunctions)
            .AddRuns(SettingsReader.Read<RunLimits>(builder.Configuration));
        var lineage = SettingsReader.Read<LineageSettings>(builder.Configuration);
        if (lineage.Collector() is not null)
            builder.Services.AddLineageCollector(lineage).AddSingleton<LineageReader>().AddSingleton<OpenLineageReader>().AddSingleton<LineagePosts>();
        return builder;
    }

    /// <summary>Builds the host; nothing is at work before it is started.</summary>
    public static IHost Build(FunctionsApplicationBuilder builder, RunFolder folder, string dataDirectory, IRunDefinitions definitions)
    {
        builder.UseEmulator(options =>
        {
            options.Assemblies.Add(typeof(PipelineRunOrchestrator).Assembly);
            options.DataDirectory = folder.Engine;
        });
        builder.Services
            .AddSingleton(definitions)
            .AddSqliteStorage(folder.History)
            .AddKeyFileSecrets(Path.ChangeExtension(folder.History, ".key"))
            .AddDiskSegments(folder.Segments)
            .AddDiskSpill(Path.Combine(folder.Segments, "spill"))
            .AddSingleton<IFileRoots>(new RunFileRoots(dataDirectory));
        return builder.Build();
    }
}

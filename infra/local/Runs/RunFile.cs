using System.Diagnostics;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Transformations;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Local.Runs;

/// <summary><c>run FILE</c>: one pipeline file to its end, with progress, a summary, and an exit code.</summary>
internal sealed class RunFile(RunSettings settings, TextWriter output, bool terminal)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>Runs the file.</summary>
    /// <returns>The exit code: 0 success, 2 warning, 1 failed.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var beginning = Task.Run(RunHost.Begin, CancellationToken.None);
        try
        {
            var file = await PipelineFile.ReadAsync(settings.File, ct);
            var values = new PlaceholderValues(settings.Values);
            var document = values.Fill(file);
            using var folder = RunFolder.Open(settings.DataDirectory, NameOf(file, document));
            return await RunAsync(file, document, folder, new FileRunDefinitions(folder, values), await beginning, ct);
        }
        catch (LocalHostException problem) when (settings.Json)
        {
            RunReport.WriteJson(output, new RunError("invalid_pipeline", problem.Message), watch.Elapsed);
            throw;
        }
    }

    private async Task<int> RunAsync(PipelineFile file, JsonElement document, RunFolder folder, FileRunDefinitions definitions, FunctionsApplicationBuilder builder, CancellationToken ct)
    {
        Run ended;
        using (var host = RunHost.Build(builder, folder, settings.DataDirectory, definitions))
        {
            var warnings = await ValidateAsync(file, document, host.Services, ct);
            if (!settings.Json)
                await Console.Error.WriteAsync(string.Concat(warnings.Select(warning => $"{file.Locate(warning.Path)}: warning: {warning.Path}: {warning.Message}{Environment.NewLine}")));
            var session = new RunSession(host, folder, definitions, host.Services.GetRequiredService<TimeProvider>());
            var follow = new RunProgress(terminal).FollowAsync;
            ended = settings.Retry
                ? await session.RetryAsync(file.Document, follow, ct)
                : await session.RunAsync(NameOf(file, document), file.Document, settings.DryRun, settings.Reading, follow, ct);
            if (settings.RejectedFile is { } rejected)
                await RejectedRecordsFile.WriteAsync(rejected, host.Services.GetRequiredService<IRunStore>(), ended.Id, CancellationToken.None);
            await host.StopAsync(CancellationToken.None);
            var runs = host.Services.GetRequiredService<IRunStore>();
            var guarantees = ended.DryRun ? [] : (await runs.FindPlanAsync(ended.Id, CancellationToken.None))?.Guarantees ?? [];
            if (settings.Json)
                RunReport.WriteJson(output, ended, await runs.SumFieldsAsync(ended.Id, CancellationToken.None), guarantees, warnings, watch.Elapsed);
            else
                RunReport.WriteText(output, ended, guarantees, watch.Elapsed);
            if (!ended.DryRun && !settings.Json)
                await new ValuesReport(output, runs).WriteAsync(ended, settings.RejectedFile is not null, CancellationToken.None);
            if (ended.DryRun && !settings.Json)
                await new WritePlanReport(output, host.Services.GetRequiredService<IRunStore>(), host.Services.GetRequiredService<IWritePlanStore>()).WriteAsync(ended, CancellationToken.None);
        }
        if (ended.Status == RunStatus.Failed)
            folder.KeepFailed(ended.Id);
        else
            folder.Clear();
        return RunReport.ExitCode(ended.Status);
    }

    private static string NameOf(PipelineFile file, JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(name.GetString())
            ? name.GetString()!.Trim()
            : throw new LocalHostException($"{file.Locate("$.name")}: $.name: is required, text that names the pipeline.");

    private static async Task<IReadOnlyList<Problem>> ValidateAsync(PipelineFile file, JsonElement document, IServiceProvider services, CancellationToken ct)
    {
        var problems = new Problems();
        var validator = new PipelineValidator(services.GetRequiredService<ConnectorCatalogue>(), services.GetRequiredService<ITransformationCompiler>(), new TransformationResolver());
        await validator.ValidateAsync(document, problems, ct);
        if (problems.Count > 0)
            throw new LocalHostException(string.Join(Environment.NewLine, problems.Select(problem => $"{file.Locate(problem.Path)}: {problem.Path}: {problem.Message}")));
        return problems.Warnings;
    }
}

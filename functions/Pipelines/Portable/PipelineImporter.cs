using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Storage;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;

namespace DataAggregator.Functions.Pipelines.Portable;

/// <summary>Takes in one definition by its name: what is so already makes no version.</summary>
/// <param name="pipelines">The saved pipelines.</param>
/// <param name="input">Checks.</param>
/// <param name="secrets">Compares what is encrypted.</param>
/// <param name="portable">Knows what names mean here.</param>
public sealed class PipelineImporter(IPipelineStore pipelines, PipelineInput input, PipelineSecrets secrets, PortableDefinition portable)
{
    /// <summary>Takes it in; with <paramref name="planned"/> it only says what would become of it.</summary>
    /// <param name="document">The definition as it was exported or written.</param>
    /// <param name="path">Where it stands in what was sent.</param>
    /// <param name="author">Who imports.</param>
    /// <param name="message">What the import is for, or null.</param>
    /// <param name="planned">Where nothing is to be saved: those that would have been, which this one is added to; null to save.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ImportedPipeline> ImportAsync(JsonElement document, string path, SignedInUser author, string? message, PlannedPipelines? planned, CancellationToken cancellationToken)
    {
        var name = document.ValueKind == JsonValueKind.Object && document.TryGetProperty("name", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()!.Trim() : null;
        try
        {
            return await SaveAsync(document, name, author, message, planned, cancellationToken);
        }
        catch (InvalidDocumentException invalid)
        {
            return new ImportedPipeline(name, ImportOutcome.Failed, Errors: [.. invalid.Problems.Select(problem => problem with { Path = path + problem.Path.TrimStart('$') })]);
        }
        catch (Exception refused) when (refused is ApiException or ConflictException or StaleVersionException or KeyNotFoundException)
        {
            return new ImportedPipeline(name, ImportOutcome.Failed, Errors: [new Problem(path, refused.Message)]);
        }
    }

    private async Task<ImportedPipeline> SaveAsync(JsonElement document, string? name, SignedInUser author, string? message, PlannedPipelines? planned, CancellationToken cancellationToken)
    {
        if (document.ValueKind != JsonValueKind.Object)
            throw new InvalidDocumentException([new Problem("$", "must be an object: the definition of a pipeline.")]);
        var problems = new Problems();
        var local = await portable.ImportAsync(document, problems, cancellationToken);
        problems.ThrowIfAny();
        var stored = name is null ? null : await pipelines.FindByNameAsync(name, cancellationToken);
        var (draft, warnings) = await input.ToSaveAsync(local, stored?.Document, author, message ?? "Imported", cancellationToken, planned);
        if (stored is not null && await IsSameAsync(stored, draft, cancellationToken))
            return new ImportedPipeline(draft.Name, ImportOutcome.Unchanged, stored.Id, stored.Version);
        if (planned is not null)
        {
            planned.Add(new PipelineNode(stored?.Id ?? draft.Name, draft.Name, PipelineReferences.In(draft.Document)));
            return new ImportedPipeline(draft.Name, stored is null ? ImportOutcome.Created : ImportOutcome.Updated, stored?.Id, Warnings: warnings);
        }

        if (stored is not null)
        {
            var updated = await pipelines.UpdateAsync(stored.Id, draft, stored.Version, cancellationToken);
            return new ImportedPipeline(updated.Name, ImportOutcome.Updated, updated.Id, updated.Version, Warnings: warnings);
        }

        var created = await pipelines.CreateAsync(draft, cancellationToken);
        return new ImportedPipeline(created.Name, ImportOutcome.Created, created.Id, created.Version, Warnings: warnings);
    }

    // A secret that is sent in the clear is encrypted anew each time: what it says is compared, not how it is kept.
    private async Task<bool> IsSameAsync(Pipeline stored, PipelineDraft draft, CancellationToken cancellationToken) => JsonElement.DeepEquals(
        await secrets.UnprotectAsync(DefinitionEdits.With(stored.Document, ("enabled", stored.Enabled)), cancellationToken),
        await secrets.UnprotectAsync(DefinitionEdits.With(draft.Document, ("enabled", draft.Enabled)), cancellationToken));
}

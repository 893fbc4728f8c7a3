using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Core.Transformations;

/// <summary>
/// Finds the saved transformations that steps refer to: <c>{"transformation_id": ..., "version": n | "latest"}</c>. A pipeline is saved with the number of each
/// version, and each reference gets the steps of its version beside it before it is compiled, so that the compiler reads nothing. A saved transformation holds no
/// references: what a version does never changes, and none can go round in a circle.
/// </summary>
/// <param name="store">The saved transformations; null where there are none (<c>run FILE</c>).</param>
public sealed class TransformationResolver(ITransformationStore? store = null)
{
    private const int MaxReferences = 50;

    /// <summary>The ids of the saved transformations that a pipeline, or a list of steps, refers to.</summary>
    public static IReadOnlyCollection<string> IdsIn(JsonElement document) =>
        [.. Find(document, "$").References.Select(reference => reference.Read([])?.Id).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>As <see cref="ExpandAsync"/>, where there may be no references: each is a problem.</summary>
    public static JsonElement Refuse(JsonElement document, string path, string reason, Problems problems)
    {
        var (root, references) = Find(document, path);
        if (references.Count == 0)
            return document;
        foreach (var reference in references)
        {
            problems.Add($"{reference.Path}.{TransformationReference.Key}", reason);
            reference.Expand(null);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    /// <summary>The pipeline with the number of its version in every reference, that of the newest where none is given. One that leads nowhere stays as it is.</summary>
    public async Task<JsonElement> PinAsync(JsonElement pipeline, CancellationToken cancellationToken)
    {
        var (root, references) = Find(pipeline, "$");
        if (references.Count is 0 or > MaxReferences || store is null)
            return pipeline;
        var wanted = references.Select(reference => reference.Read([])).ToList();
        var found = await store.FindAsync([.. wanted.OfType<TransformationReference>()], cancellationToken);
        foreach (var (reference, target) in references.Zip(wanted))
        {
            if (Of(target, found) is { } saved)
                reference.Pin(saved.Version);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    /// <summary>The pipeline, or list of steps, with the steps of its version beside every reference; one that leads nowhere is a problem.</summary>
    public async Task<JsonElement> ExpandAsync(JsonElement document, string path, Problems problems, CancellationToken cancellationToken)
    {
        if (store is null)
            return Refuse(document, path, "there are no saved transformations here; write the steps in its place.", problems);
        var (root, references) = Find(document, path);
        if (references.Count == 0)
            return document;
        if (references.Count > MaxReferences)
            return Refuse(document, path, $"is one of {references.Count} saved transformations; {MaxReferences} may be used at most.", problems);
        var wanted = references.Select(reference => reference.Read(problems)).ToList();
        var found = await store.FindAsync([.. wanted.OfType<TransformationReference>()], cancellationToken);
        foreach (var (reference, target) in references.Zip(wanted))
        {
            var saved = Of(target, found);
            if (target is not null && saved is null)
                await ExplainAsync(store, reference, target, problems, cancellationToken);
            reference.Expand(saved?.Steps);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    /// <summary>As <see cref="ExpandAsync"/>, for a run: versions are pinned, and stay when their transformation is deleted.</summary>
    /// <exception cref="ConnectorException">A version is gone (class settings).</exception>
    public async Task<JsonElement> ExpandForRunAsync(JsonElement pipeline, CancellationToken cancellationToken)
    {
        var (root, references) = Find(pipeline, "$");
        if (references.Count == 0)
            return pipeline;
        var problems = new Problems();
        var wanted = references.Select(reference => reference.Read(problems)).ToList();
        problems.ThrowIfAny();
        var found = store is null ? [] : await store.FindVersionsAsync([.. wanted.OfType<TransformationReference>()], cancellationToken);
        foreach (var (reference, target) in references.Zip(wanted))
        {
            var saved = Of(target, found)
                ?? throw new ConnectorException(ErrorClass.Settings, "not_found", $"Version {target!.Version} of the transformation '{target.Id}' that {reference.Path} names is gone.");
            reference.Expand(saved.Steps);
        }

        return JsonSerializer.SerializeToElement(root);
    }

    private static (JsonNode? Root, IReadOnlyList<StepReference> References) Find(JsonElement document, string path)
    {
        JsonNode? root = document.ValueKind switch
        {
            JsonValueKind.Array => JsonArray.Create(document),
            JsonValueKind.Object => JsonObject.Create(document),
            _ => null,
        };
        return (root, [.. StepReference.In(root, path)]);
    }

    private static SavedTransformation? Of(TransformationReference? target, IReadOnlyList<SavedTransformation> found) =>
        target is null ? null : found.Where(saved => saved.Id == target.Id && (target.Version is null || saved.Version == target.Version)).MaxBy(saved => saved.Version);

    private static async Task ExplainAsync(
        ITransformationStore store, StepReference reference, TransformationReference target, Problems problems, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(target.Id, cancellationToken) is { } newest)
            problems.Add($"{reference.Path}.version", $"there is no version {target.Version} of '{newest.Name}'; its newest is {newest.Version}.");
        else
            problems.Add($"{reference.Path}.{TransformationReference.Key}", $"there is no transformation with the id '{target.Id}'.");
    }
}

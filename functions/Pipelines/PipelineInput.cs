using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Pipelines.Dependencies;
using DataAggregator.Core.Transformations;
using DataAggregator.Functions.Authentication;
using DataAggregator.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Pipelines;

/// <summary>Checks what a user sends for a pipeline and makes it fit to be kept.</summary>
/// <param name="validator">Checks.</param>
/// <param name="resolver">Settles the versions of saved transformations.</param>
/// <param name="secrets">Protects.</param>
public sealed class PipelineInput(PipelineValidator validator, TransformationResolver resolver, PipelineSecrets secrets)
{
    private const int MaxMessage = 500;

    /// <summary>The version to save: validated, references pinned, secrets protected, masked ones taken from <paramref name="stored"/>.</summary>
    /// <exception cref="InvalidDocumentException">Something is wrong; every problem is listed.</exception>
    /// <exception cref="ApiException">403: only administrators bring code in C#.</exception>
    public async Task<CheckedPipeline> ToSaveAsync(
        JsonElement document, JsonElement? stored, SignedInUser author, string? message, CancellationToken cancellationToken, PlannedPipelines? planned = null)
    {
        CodeRights.Check(author, document);
        // What is checked is what is kept: a saved transformation that changes from now on changes nothing here.
        var pinned = await resolver.PinAsync(document, cancellationToken);
        var problems = new Problems();
        var definition = await validator.ValidateAsync(pinned, problems, cancellationToken, planned);
        problems.ThrowIfAny();
        var draft = new PipelineDraft(definition!.Name, await secrets.ProtectAsync(pinned, stored, cancellationToken), definition.Enabled, author.Email, message);
        return new CheckedPipeline(draft, problems.Warnings);
    }

    /// <summary>What a change is for, as the query says.</summary>
    internal static string? Message(HttpRequest request) => Message(request.Query["message"].FirstOrDefault(), "message");

    /// <summary>What a change is for.</summary>
    internal static string? Message(string? given, string path)
    {
        if (given is { Length: > MaxMessage } || given?.Contains('\0', StringComparison.Ordinal) == true)
            throw ApiException.Invalid([new(path, $"may have {MaxMessage} characters at most, U+0000 not among them.")]);
        return string.IsNullOrWhiteSpace(given) ? null : given.Trim();
    }

    /// <summary>Who makes a change.</summary>
    internal static string Author(HttpRequest request) => SignedInUser.Of(request).Email;
}

using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;

namespace DataAggregator.Transformations.Validations;

/// <summary>The base of validations with parameters: it gives them their type, and refuses unknown ones.</summary>
/// <typeparam name="TParameters">The parameters: a sealed record whose properties carry a description.</typeparam>
internal abstract class Validation<TParameters> : Validation
    where TParameters : class
{
    private TParameters? bound;

    /// <summary>The parameters as bound.</summary>
    protected TParameters Parameters => bound ?? throw new InvalidOperationException("The validation was used before it was bound.");

    public sealed override void Bind(JsonElement? parameters, string path, Problems problems)
    {
        var given = parameters is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } json ? json : JsonSerializer.SerializeToElement(new JsonObject());
        bound = ConfigBinder.Bind<TParameters>(given, path, problems);
        if (bound is not null)
            Prepare(bound, path, problems);
    }

    /// <summary>Makes ready what the parameters hold as text (patterns, formats) and adds what is wrong beyond types, ranges and unknown keys.</summary>
    protected virtual void Prepare(TParameters parameters, string path, Problems problems)
    {
    }

    /// <inheritdoc cref="Validation.MakeSpec(string, JsonObject, string, ReadOnlySpan{Violation})"/>
    protected static new ValidationSpec MakeSpec(string description, string example, params ReadOnlySpan<Violation> violations) =>
        MakeSpec(description, ConfigSchema.For<TParameters>(), example, violations);
}

using System.Collections.Frozen;

namespace DataAggregator.Core.Errors;

/// <summary>Every code that a run, a connector or a destination's refusal of a record may have; a test finds those that are used and not in it.</summary>
public static class ErrorCatalogue
{
    private static readonly FrozenDictionary<string, ErrorCode> ByCode =
        new[] { SettingsErrors.All, TransientErrors.All, DataErrors.All, RecordErrors.All, RefusedErrors.All, InternalErrors.All }
            .SelectMany(codes => codes).ToFrozenDictionary(code => code.Code, StringComparer.Ordinal);

    /// <summary>All codes, by class and word.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
        [.. ByCode.Values.OrderBy(code => code.Class).ThenBy(code => code.Code, StringComparer.Ordinal)];

    /// <summary>What the code means, or null.</summary>
    public static ErrorCode? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>Where a code is explained.</summary>
    public static string DocumentationOf(string code) => $"/api/v1/error-codes/{code}";
}

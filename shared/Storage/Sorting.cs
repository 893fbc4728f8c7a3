using DataAggregator.Core.Configuration;
using DataAggregator.Core.Storage;

namespace DataAggregator.Storage;

/// <summary>Which order a page asks for.</summary>
internal static class Sorting
{
    /// <summary>The order of <paramref name="known"/> that the request names; the first when it names none.</summary>
    /// <exception cref="InvalidDocumentException">It names another.</exception>
    public static string Of(PageRequest request, IReadOnlyList<string> known)
    {
        if (request.Sort is not { } sort)
            return known[0];
        if (known.Contains(sort, StringComparer.Ordinal))
            return sort;
        throw new InvalidDocumentException([new Problem("sort", $"'{sort}' is not an order of this list.{Nearest.Hint(sort, known)} Known: {string.Join(", ", known)}.")]);
    }
}

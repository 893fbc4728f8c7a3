using System.Globalization;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Storage;
using Microsoft.AspNetCore.Http;

namespace DataAggregator.Functions.Http;

/// <summary>The parameters that every list takes: <c>limit</c>, <c>cursor</c>, <c>q</c>, <c>sort</c>.</summary>
internal static class ListQuery
{
    /// <summary>The page that the query asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="filters">The list's own parameters; anything else is refused.</param>
    public static PageRequest Page(this HttpRequest request, params IReadOnlyList<string> filters)
    {
        var problems = new Problems();
        string[] known = ["limit", "cursor", "q", "sort", .. filters];
        foreach (var unknown in request.Query.Keys.Except(known, StringComparer.Ordinal))
            problems.Add(unknown, $"is not a known parameter.{Nearest.Hint(unknown, known)} Known: {string.Join(", ", known)}.");
        var limit = 50;
        if (request.Query["limit"].FirstOrDefault() is { } given && (!int.TryParse(given, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > 200))
            problems.Add("limit", $"is '{given}', but must be a number from 1 to 200.");
        problems.ThrowIfAny();
        return new PageRequest(limit, Text("cursor"), Text("q"), Text("sort"));

        string? Text(string name) => request.Query[name].FirstOrDefault() is { Length: > 0 and <= 1000 } text ? text : null;
    }

    /// <summary>The page that the query asks for of a list that is in memory, in its own order; the cursor is a position.</summary>
    /// <param name="request">The request.</param>
    /// <param name="all">The whole list.</param>
    /// <param name="text">What <c>q</c> looks into.</param>
    public static PageAnswer<T> PageOf<T>(this HttpRequest request, IEnumerable<T> all, Func<T, string> text)
    {
        var page = request.Page();
        var problems = new Problems();
        var start = 0;
        if (page.Cursor is { } cursor && (!int.TryParse(cursor, CultureInfo.InvariantCulture, out start) || start < 0))
            problems.Add("cursor", "is no cursor of this list: give the next_cursor of a page.");
        if (page.Sort is not null)
            problems.Add("sort", "is not possible here: the list has an order of its own.");
        problems.ThrowIfAny();
        var found = page.Query is { } word ? all.Where(item => text(item).Contains(word, StringComparison.OrdinalIgnoreCase)) : all;
        var items = found.Skip(start).Take(page.Limit + 1).ToList();
        return items.Count <= page.Limit
            ? new PageAnswer<T>(items, null)
            : new PageAnswer<T>(items[..page.Limit], (start + page.Limit).ToString(CultureInfo.InvariantCulture));
    }
}

using System.Text.Json;

namespace DataAggregator.Core.Pipelines.Versions;

/// <summary>Finds which items of a list are which in another version of it.</summary>
internal static class ItemMatch
{
    /// <summary>For every item of either list its counterpart; null where there is none. Items that kept their order are told from those that moved.</summary>
    public static IReadOnlyList<(DiffNode? Old, DiffNode? New, bool Moved)> Pair(IReadOnlyList<DiffNode> old, IReadOnlyList<DiffNode> current)
    {
        var partner = new int?[current.Count];
        var taken = new bool[old.Count];
        foreach (var (from, to) in InOrder(old, current))
            (partner[to], taken[from]) = (from, true);
        var steady = partner.ToArray();
        Match((a, b) => JsonElement.DeepEquals(a.Clear, b.Clear));
        Match((a, b) => a.Identity == b.Identity);
        Match((a, b) => a.IsObject && a.Word is { } word && word == b.Word);
        var pairs = new List<(DiffNode?, DiffNode?, bool)>();
        for (var i = 0; i < current.Count; i++)
        {
            if (partner[i] is { } at)
                pairs.Add((old[at], current[i], Before(steady, i) != steady.Count(other => other < at)));
            else
                pairs.Add((null, current[i], false));
        }

        pairs.AddRange(old.Where((_, i) => !taken[i]).Select(item => ((DiffNode?)item, (DiffNode?)null, false)));
        return pairs;

        void Match(Func<DiffNode, DiffNode, bool> same)
        {
            for (var to = 0; to < current.Count; to++)
            {
                for (var from = 0; from < old.Count && partner[to] is null; from++)
                {
                    if (!taken[from] && same(old[from], current[to]))
                        (partner[to], taken[from]) = (from, true);
                }
            }
        }
    }

    private static int Before(int?[] steady, int index) => steady.Take(index).Count(other => other is not null);

    /// <summary>The longest sequence of equal items that stand in the same order in both.</summary>
    private static List<(int Old, int New)> InOrder(IReadOnlyList<DiffNode> old, IReadOnlyList<DiffNode> current)
    {
        var lengths = new int[old.Count + 1, current.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = current.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = JsonElement.DeepEquals(old[i].Clear, current[j].Clear)
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var pairs = new List<(int, int)>();
        for (int i = 0, j = 0; i < old.Count && j < current.Count;)
        {
            if (JsonElement.DeepEquals(old[i].Clear, current[j].Clear))
                pairs.Add((i++, j++));
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
                i++;
            else
                j++;
        }

        return pairs;
    }
}

using DataAggregator.Core.Configuration;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>Time zones by name.</summary>
internal static class Zones
{
    /// <summary>The zone, or null when there is none of that name.</summary>
    public static Zone? Find(string name) => Zone.Find(name, "", []);

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Check(string name)
    {
        var problems = new Problems();
        Zone.Find(name, "", problems);
        return problems.Count == 0 ? null : problems.Single().Message;
    }
}

namespace DataAggregator.Functions.Authentication;

/// <summary>The roles, each with the rights of those before it.</summary>
public static class Roles
{
    /// <summary>Reads pipelines, runs and metrics.</summary>
    public const string Viewer = "viewer";

    /// <summary>Also creates, changes and runs connectors, transformations and pipelines.</summary>
    public const string Editor = "editor";

    /// <summary>Everything.</summary>
    public const string Admin = "admin";

    private static readonly string[] Ascending = [Viewer, Editor, Admin];

    /// <summary>Whether <paramref name="role"/> has the rights of <paramref name="required"/>.</summary>
    public static bool Covers(string role, string required) => Array.IndexOf(Ascending, role) >= Array.IndexOf(Ascending, required);
}

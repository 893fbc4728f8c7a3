namespace DataAggregator.Local;

/// <summary>The folders of the checkout that this program was built in.</summary>
internal sealed record Checkout(string Root)
{
    /// <summary>Where PostgreSQL and Azurite are pinned and installed.</summary>
    public string Servers => Path.Combine(Root, "infra", "local", "Servers");

    /// <summary>The web app.</summary>
    public string Web => Path.Combine(Root, "web");

    /// <summary>Finds the checkout by walking up from where the program lies.</summary>
    /// <exception cref="LocalHostException">The program was moved out of its checkout.</exception>
    public static Checkout Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DataAggregator.sln")))
                return new Checkout(folder.FullName);
        }
        throw new LocalHostException($"{AppContext.BaseDirectory} is not inside a checkout of the project, whose npm packages the local servers come from.");
    }
}

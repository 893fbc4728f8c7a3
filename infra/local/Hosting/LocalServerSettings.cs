namespace DataAggregator.Local.Hosting;

/// <summary>What the command line of the server asks for.</summary>
/// <param name="Port">Where the platform answers.</param>
/// <param name="DataDirectory">Where everything is kept; null for the checkout's own.</param>
/// <param name="Demo">Whether the sample shop runs, and its pipeline is installed at the first start.</param>
/// <param name="Web">Whether the web app is built and served.</param>
/// <param name="Postgres">The connection string of a database to work on; null to start a PostgreSQL for the data directory.</param>
internal sealed record LocalServerSettings(int Port, string? DataDirectory, bool Demo, bool Web, string? Postgres);

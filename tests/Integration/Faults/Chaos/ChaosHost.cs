namespace DataAggregator.Tests.Integration.Faults.Chaos;

/// <summary>What is killed.</summary>
internal enum ChaosHost
{
    /// <summary><c>run FILE</c>.</summary>
    RunFile,

    /// <summary>The server, whose PostgreSQL stands outside.</summary>
    Server,
}

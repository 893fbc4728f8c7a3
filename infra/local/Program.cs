using System.CommandLine;
using DataAggregator.Local;
using DataAggregator.Local.Commands;

var root = new RootCommand("The Data Aggregator Platform on one machine.") { ServersCommand.Create() };
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (LocalHostException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

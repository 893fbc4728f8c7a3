using System.CommandLine;
using DataAggregator.Core.Configuration;
using DataAggregator.Emulator;
using DataAggregator.Local;
using DataAggregator.Local.Commands;

var root = new RootCommand("The Data Aggregator Platform on one machine.") { CommonOptions.Data, RunCommand.Create(), ServersCommand.Create() };
ServerCommand.AddTo(root);
try
{
    // Ctrl-C is given the time that a run needs to leave its destination in order.
    return await root.Parse(args).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
}
catch (Exception problem) when (problem is LocalHostException or EmulatorStartException or InvalidDocumentException)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

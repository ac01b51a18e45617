package dev.evenkeel.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What another JVM on this machine holds, asked over its own management interface.
 *
 * @param heap bytes, after a garbage collection
 * @param direct bytes of direct buffers
 * @param files open
 */
record Vitals(long heap, long direct, long files, long threads) {
    static final String HEADER = "heap after GC, direct memory, open files, threads";

    private static final double MORE = 1.25;
    private static final long MIB = 1 << 20;

    static Vitals of(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            MemoryMXBean memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
            memory.gc();
            long direct = ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Vitals(
                    memory.getHeapMemoryUsage().getUsed(),
                    direct,
                    ManagementFactory.getPlatformMXBean(beans, UnixOperatingSystemMXBean.class)
                            .getOpenFileDescriptorCount(),
                    ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class)
                            .getThreadCount());
        } finally {
            machine.detach();
        }
    }

    /** Which of them are larger in the last third than in the one before, by more than a quarter; empty if none is. */
    static String growth(List<Vitals> inOrder) {
        StringBuilder growing = new StringBuilder();
        compare("heap", Vitals::heap, 8 * MIB, inOrder, growing);
        compare("direct memory", Vitals::direct, 8 * MIB, inOrder, growing);
        compare("open files", Vitals::files, 8, inOrder, growing);
        compare("threads", Vitals::threads, 8, inOrder, growing);
        return growing.toString();
    }

    /** @param least difference that is told of: of little, a quarter is nothing */
    private static void compare(
            String name, ToLongFunction<Vitals> of, long least, List<Vitals> inOrder, StringBuilder growing) {
        int third = inOrder.size() / 3;
        double before = mean(inOrder.subList(third, 2 * third), of);
        double last = mean(inOrder.subList(2 * third, inOrder.size()), of);
        if (last > MORE * before && last - before > least) {
            growing.append(String.format(Locale.ROOT, "%s grows from %,.0f to %,.0f; ", name, before, last));
        }
    }

    private static double mean(List<Vitals> vitals, ToLongFunction<Vitals> of) {
        return vitals.stream().mapToLong(of).average().orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.1f MiB, %.1f MiB, %d, %d", (double) heap / MIB, (double) direct / MIB, files, threads);
    }
}

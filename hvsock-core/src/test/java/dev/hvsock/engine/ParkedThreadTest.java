package dev.hvsock.engine;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
class ParkedThreadTest {
  /** Looking whether there is need to wait may park for a lock, which takes the permit along. */
  @Test
  void aWakeUpWhosePermitIsUsedUpWhileLookingIsNotLost() {
    ParkedThread waiter =
        new ParkedThread() {
          @Override
          protected boolean isReady() {
            wake();
            LockSupport.parkNanos(1);
            return false;
          }

          @Override
          public void release() {}
        };
    waiter.await(Long.MAX_VALUE);
  }
}

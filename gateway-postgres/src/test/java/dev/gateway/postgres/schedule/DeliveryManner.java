package dev.gateway.postgres.schedule;

/** The ways in which platforms hand out messages. */
enum DeliveryManner {
    /** A message is forgotten as soon as it was handed out, as Weixin does. */
    CONSUMED_ON_DELIVERY,
    /** A message is handed out again until a later poll names a cursor behind it: Telegram. */
    CONFIRMED_BY_CURSOR,
    /** A message is pushed again after a while until it is acknowledged: Feishu. */
    PUSHED_UNTIL_ACKNOWLEDGED;

    /** Returns whether the platform drops an answer whose key it knows. */
    boolean knowsKeysOfAnswers() {
        return this != CONFIRMED_BY_CURSOR;
    }
}

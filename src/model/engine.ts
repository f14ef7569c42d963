/** The engines we have a word for. Which of them this build can open is in providers/. */
export type EngineName = 'rackspace' | 'elb' | 'haproxy' | 'elbv2' | 'octavia';
